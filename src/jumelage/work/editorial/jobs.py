"""What this room does every night."""

from jumelage.core.jobs.worker import Run
from jumelage.work.editorial import actions


def forget_questions(run: Run) -> dict[str, int]:
    """Deletes the questions from the portal whose year is over, as the form promises."""
    return {"questions": actions.forget()}
