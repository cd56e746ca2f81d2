"""A moment of the tests alone, in no table."""

from records.moments import MailClass, Moment

TRIAL = Moment("tests.trial", "Essai", "les tests", MailClass.ACT)
