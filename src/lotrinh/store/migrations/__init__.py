"""The history of the tables. What has been released is never edited, only followed."""
