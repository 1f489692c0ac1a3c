from django.core.checks import run_checks


def said() -> set[str | None]:
    """What is found wrong without asking for production's own checks."""
    return {message.id for message in run_checks()}


def test_a_key_that_everybody_knows_is_told_of_without_being_asked(settings):
    settings.SECRET_KEY = "not-secret-" + "x" * 50
    settings.KKR_DEMO = False
    assert "kkr.W001" in said()

    settings.KKR_DEMO = True
    assert "kkr.W001" not in said()
