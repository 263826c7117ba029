"""`python -m lotrinh` is the command `lotrinh`."""

from lotrinh.cli.main import main

if __name__ == "__main__":
    main()
