"""Next steps that have helped others, to start from. Ours, in our own words, and those an organization has added."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.models import StepIdea
from cycles.prompts import CoreIssue


@dataclass(frozen=True)
class Idea:
    """Words that a new step may begin with."""

    core_issue: CoreIssue
    text: str
    how_we_will_know: str


IDEAS = [
    Idea(
        CoreIssue.IMPLEMENTATION,
        _("Count to five in silence after each open question"),
        _("We count in one film how often children answer in that silence."),
    ),
    Idea(
        CoreIssue.CONTENT,
        _("Put three words of the week where everyone sees them, and use each twice a day"),
        _("We hear children use them without being asked."),
    ),
    Idea(
        CoreIssue.EVIDENCE,
        _("Write down word for word what two children say while they work"),
        _("We read the sentences together and say what they show."),
    ),
    Idea(
        CoreIssue.PRIOR,
        _("Ask what children know about it before opening the book"),
        _("One thing they said comes back in the lesson."),
    ),
    Idea(
        CoreIssue.COLLABORATION,
        _("Give pairs one thing to decide together"),
        _("We hear them give each other reasons."),
    ),
    Idea(
        CoreIssue.CONTEXT,
        _("Tell children at the start why today's activity matters for yesterday's question"),
        _("A child makes the link herself."),
    ),
]
IDEAS_WITH_STAFF = [
    Idea(
        CoreIssue.IMPLEMENTATION,
        _("Open the next conference with a question, and wait for the whole answer"),
        _("In the film the other one speaks more than I do in the first five minutes."),
    ),
    Idea(
        CoreIssue.COLLABORATION,
        _("End the team meeting with everyone naming one thing to try"),
        _("Two weeks later we hear from each what became of it."),
    ),
    Idea(
        CoreIssue.EVIDENCE,
        _("Bring one piece of children's work to the next meeting and begin with what we see"),
        _("We describe for two minutes before anybody judges."),
    ),
]


def offered_to(pair):
    """{key: idea} for this kind of pair, the organization's own first."""
    ours = IDEAS_WITH_STAFF if pair.coaches_a_leader else IDEAS
    own = {f"own-{idea.pk}": idea for idea in StepIdea.objects.filter(organization=pair.program.organization_id)}
    return own | {str(number): idea for number, idea in enumerate(ours)}
