"""``python -m coopgames`` is the command ``coopgames``."""

from coopgames.cli import main

if __name__ == "__main__":
    main()
