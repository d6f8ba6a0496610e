"""What a pair can pick from: our prompts, as its organization has reworded, retired and added to them."""

from cycles import prompts
from cycles.models import OwnPrompt
from cycles.prompts import Prompt


def offered(organization, *prompt_sets, ages=""):
    """{PromptSet: {name: Prompt}}, asking once."""
    found = {prompt_set: prompts.ours(prompt_set, ages) for prompt_set in prompt_sets}
    for row in OwnPrompt.objects.filter(organization=organization, prompt_set__in=prompt_sets):
        if row.retired_at:
            found[row.prompt_set].pop(row.name, None)
        elif row.text:
            found[row.prompt_set][row.name] = Prompt(row.core_issue, row.text)
    return found


def our_text(row):
    """What the organization's own words stand for; empty for a prompt it has added."""
    prompt = prompts.ours(row.prompt_set).get(row.instead_of)
    return prompt.text if prompt else ""


def by_issue(found, prompt_set):
    """[(name of the core issue, {name: Prompt})], those without a prompt left out."""
    groups = (
        (title, {name: prompt for name, prompt in found.items() if prompt.issue == issue})
        for issue, title in prompts.issues(prompt_set).items()
    )
    return [(title, group) for title, group in groups if group]


def rows_of(organization, prompt_set):
    """{name: its OwnPrompt} of all that is or was offered; not saved where the organization has said nothing yet."""
    said = {row.name: row for row in OwnPrompt.objects.filter(organization=organization, prompt_set=prompt_set)}
    kept = {"organization": organization, "prompt_set": prompt_set}
    untouched = {
        name: OwnPrompt(core_issue=prompt.issue, instead_of=name, **kept)
        for name, prompt in prompts.ours(prompt_set).items()
    }
    return untouched | said


def say(row, **values):
    """Write down what the organization says about a prompt; two who say it at once make one row."""
    if row.pk:
        OwnPrompt.objects.filter(pk=row.pk).update(**values)
    else:
        OwnPrompt.objects.update_or_create(
            organization=row.organization,
            prompt_set=row.prompt_set,
            instead_of=row.instead_of,
            defaults={"core_issue": row.core_issue, **values},
        )
