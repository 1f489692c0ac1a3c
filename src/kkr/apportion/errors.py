"""What a caller can do wrong, named by the field it stands in."""


class BadInput(ValueError):
    """The problem as written cannot be read; `field` is where, `message` is what a person reads.

    >>> str(BadInput("weights[2]", "must not be negative"))
    'weights[2]: must not be negative'
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
