"""The whole place in one file, and back: the database and the files it names."""


class Refused(Exception):
    """What was asked cannot be done, in words, with the exit code that says so."""

    def __init__(self, words: str, code: int) -> None:
        super().__init__(words)
        self.code = code
