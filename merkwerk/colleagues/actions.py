"""The verbs of the directory: tell about yourself, say how you feel about a subject, find each
other, keep the list of departments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Department, Profile, Profiles, Stance, Subject
from merkwerk.engine.text import fold, without_tricks

TOLD = ("function", "place", "floor", "about", "working_on")


def profile_of(colleague: Colleague) -> Profile:
    """The profile of somebody with an account, made when it is missing."""
    profile, made = Profile.objects.get_or_create(colleague=colleague)
    if made:
        refresh_words(profiles=[profile])
    return profile


def behind() -> QuerySet[Colleague]:
    """Who is here without a profile, or under another name than the directory knows."""
    stale = Q(profile=None) | Q(profile__words="") | ~Q(profile__named=F("name"))
    return Colleague.objects.here().filter(stale).order_by("pk")


def catch_up() -> int:
    """Gives everybody who is here a profile, and puts changed names among the words that can be
    searched; answers how many it brought up to date. Safe to repeat."""
    people = list(behind())
    if not people:
        return 0
    with transaction.atomic():
        Profile.objects.bulk_create(
            [Profile(colleague=person) for person in people], ignore_conflicts=True
        )
        refresh_words(profiles=Profile.objects.filter(colleague__in=people))
    return len(people)


def refresh_words(*, profiles: Iterable[Profile]) -> None:
    """Writes down again what each profile can be found by: name, function, department, place,
    floor, what they work on and the subjects they show. A hidden subject is not among it."""
    numbers = [profile.pk for profile in profiles]
    fresh = list(Profile.objects.filter(pk__in=numbers).select_related("colleague", "department"))
    shown: dict[int, list[str]] = {}
    for number, name in (
        Stance.objects.shown()
        .filter(profile__in=numbers)
        .order_by("subject__folded")
        .values_list("profile", "subject__name")
    ):
        shown.setdefault(number, []).append(name)
    for profile in fresh:
        profile.named = profile.colleague.name
        profile.words = _words(profile, shown.get(profile.pk, []))
    Profile.objects.bulk_update(fresh, ["words", "named"])


def _words(profile: Profile, subjects: list[str]) -> str:
    department = profile.department.name if profile.department else ""
    told = [str(profile.colleague), profile.function, department, profile.place, profile.floor]
    return " " + " ".join(fold(" ".join([*told, profile.working_on, *subjects])).split())


def find(
    *, by: Colleague, text: str, department: Department | None, place: str, subject: Subject | None
) -> Profiles:
    """Colleagues that `by` may see and that meet all that was asked, ordered by name."""
    found = Profile.objects.visible_to(by).about(fold(without_tricks(text)))
    if department:
        found = found.filter(department=department)
    if place:
        found = found.filter(place=place)
    if subject:
        found = found.found_by(subject)
    return found


def tell(*, by: Colleague, department: Department | None, told: Mapping[str, str]) -> Profile:
    """Keeps what somebody says about themself: function, place, floor, about, working_on."""
    with transaction.atomic():
        profile = profile_of(by)
        profile.department = department
        for field in TOLD:
            setattr(profile, field, without_tricks(told.get(field, "")).strip())
        profile.save()
        refresh_words(profiles=[profile])
    profile.refresh_from_db()
    return profile


def subject_called(name: str) -> Subject:
    """The subject with this name, whatever its case and accents; made when there is none. Two who
    make it at once get the same one. A name that only hidden maps hold takes the new spelling, so
    that nobody learns how another one wrote it."""
    name = " ".join(without_tricks(name).split())
    folded = fold(name)[:200]
    same = Q(folded=folded) | Q(name__iexact=name)
    subject = Subject.objects.filter(same).order_by("-folded").first()
    if subject is None:
        try:
            with transaction.atomic():
                return Subject.objects.create(name=name, folded=folded)
        except IntegrityError:
            return Subject.objects.get(same)
    if subject.name != name and not subject.stances.filter(pk__in=Stance.objects.shown()).exists():
        subject.name, subject.folded = name, folded
        subject.save(update_fields=["name", "folded"])
    return subject


def feel(*, by: Colleague, name: str, feeling: str, found: bool) -> Stance:
    """Says how `by` feels about a subject, typed freely; a second time changes the first. Others
    hear of it only when the feeling is "gladly" and `found` is true."""
    with transaction.atomic():
        profile = profile_of(by)
        stance, _made = Stance.objects.update_or_create(
            profile=profile,
            subject=subject_called(name),
            defaults={"feeling": feeling, "found": found},
        )
        refresh_words(profiles=[profile])
    return stance


def remove_stance(*, stance: Stance) -> None:
    """Takes a subject off somebody's map, and out of the house when nobody else's map holds it."""
    with transaction.atomic():
        profile, subject = stance.profile, stance.subject
        stance.delete()
        refresh_words(profiles=[profile])
        if not subject.stances.exists():
            subject.delete()


def add_department(*, name: str) -> Department:
    """A department by its name; the one that is there when there is one."""
    department, _made = Department.objects.get_or_create(name=without_tricks(name).strip())
    return department


def rename_department(*, department: Department, name: str) -> None:
    """Gives a department another name, also among the words its people are found by."""
    with transaction.atomic():
        department.name = without_tricks(name).strip()
        department.save()
        refresh_words(profiles=department.profiles.all())


def remove_department(*, department: Department) -> None:
    """Takes a department away; its people stay, without one."""
    with transaction.atomic():
        people = list(department.profiles.all())
        department.delete()
        refresh_words(profiles=people)
