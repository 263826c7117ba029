"""What people look at: the board, its stories, reports, two plans side by side."""
