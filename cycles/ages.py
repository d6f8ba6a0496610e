"""Our prompts for lessons, as one asks when the children are babies or toddlers: only where the words must turn."""

from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Classroom

# {ages: {name of a prompt among those for lessons: how it reads}}
TURNED = {
    Classroom.Ages.INFANT: {
        "content-0": _("What shall babies notice, reach for or answer?"),
        "content-1": _("Which words, songs or faces do you want them to meet again and again?"),
        "prior-0": _("What draws each of them already, and what calms?"),
        "prior-1": _("What may be too much for them, and how will you see it?"),
        "implementation-0": _("How will you come close and begin, so that they turn to you?"),
        "implementation-1": _("Where will they be, in whose reach, and what will be in their hands?"),
        "implementation-2": _("How will you see that they have had enough, and what then?"),
        "evidence-0": _("Which looks, sounds or movements will tell you that it works?"),
        "evidence-1": _("How will we catch it without breaking the moment?"),
        "collaboration-0": _("How will they notice one another?"),
    },
    Classroom.Ages.TODDLER: {
        "content-0": _("What shall toddlers try, say or do by themselves?"),
        "content-1": _("Which two or three words do you want them to use?"),
        "prior-0": _("What do they do over and over already, that you can build on?"),
        "prior-1": _("What may upset or lose them, and what will you do then?"),
        "implementation-0": _("How will you begin so that they come by themselves?"),
        "implementation-1": _("Who will be with whom, and is there enough of it for every pair of hands?"),
        "evidence-1": _("How will we catch it without breaking the moment?"),
        "collaboration-0": _("How will they play beside and with each other?"),
    },
}
