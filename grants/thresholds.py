"""The amounts above which the law asks more of who receives public money, and how long it has to be heard."""

from decimal import Decimal

# A yearly aid above it supposes an agreement: loi n° 2000-321, article 10, and décret n° 2001-495, article 1, for a
# private body (L6); code de la santé publique, article R. 1435-30, for any beneficiary of the FIR (L7).
AGREEMENT_THRESHOLD = Decimal("23000.00")
# How many days a beneficiary may be given to present its observations; the usual number is a setting.
LEAST_DAYS_TO_ANSWER, MOST_DAYS_TO_ANSWER = 8, 90
# Yearly aids above it make the beneficiary deposit its accounts: décret n° 2001-495, article 2 (L9).
ACCOUNTS_THRESHOLD = Decimal("153000.00")
