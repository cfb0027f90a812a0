"""`thidua` and `python -m bot`."""

import gc


def main() -> None:
    """Run the command line. Python's collector would go through all that is imported again and again: it waits."""
    gc.disable()
    from bot.cli import main as run

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
