@echo off
rem An office's PC that is on from eight to five: `lotrinh up` for as long as somebody is logged on.
rem Never tried: this was written on Linux, by the documents of Windows. Mend it where it is wrong.
rem
rem   C:\LoTrinh\app      a checkout with its .venv (README, "See it work")
rem   C:\LoTrinh\config   the office's own files, made by: cd C:\LoTrinh, app\.venv\Scripts\lotrinh init
rem   C:\LoTrinh\var      made by the program: the books, preview, up.log
chcp 65001 >nul
set PYTHONUTF8=1
cd /d C:\LoTrinh
if not exist var mkdir var
app\.venv\Scripts\lotrinh.exe up >> var\up.log 2>&1
