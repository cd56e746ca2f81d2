"""Where a structure is: from the directory's codes to departments and to the 18 regions."""

import re

# Region (Insee code): its departments, as Insee writes them. 977 and 978 have the ARS of Guadeloupe.
REGIONS = {
    "01": "971 977 978",
    "02": "972",
    "03": "973",
    "04": "974",
    "06": "976",
    "11": "75 77 78 91 92 93 94 95",
    "24": "18 28 36 37 41 45",
    "27": "21 25 39 58 70 71 89 90",
    "28": "14 27 50 61 76",
    "32": "02 59 60 62 80",
    "44": "08 10 51 52 54 55 57 67 68 88",
    "52": "44 49 53 72 85",
    "53": "22 29 35 56",
    "75": "16 17 19 23 24 33 40 47 64 79 86 87",
    "76": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "84": "01 03 07 15 26 38 42 43 63 69 73 74",
    "93": "04 05 06 13 83 84",
    "94": "2A 2B",
}
REGION_OF = {department: region for region, departments in REGIONS.items() for department in departments.split()}
# The directory's own codes overseas.
OVERSEAS = {"9A": "971", "9B": "972", "9C": "973", "9D": "974", "9E": "975", "9F": "976", "9J": "986"}
# Saint-Barthélemy and Saint-Martin, which the directory still counts in Guadeloupe.
SPLIT = {"97133": "977", "97150": "978"}
# Collectivities without an ARS: outside the programme.
WITHOUT_ARS = {"975", "986", "987", "988"}

POSTED = re.compile(r"([0-9]{5})(?: (.+))?")
CEDEX = re.compile(r"\s+CEDEX(?:\s+\d+)?$", re.IGNORECASE)


def department_of(code: str, postcode: str) -> str:
    """The Insee code of a department, from the directory's code and the postcode."""
    return SPLIT.get(postcode, OVERSEAS.get(code, code))


def department_of_commune(insee: str) -> str:
    """From the Insee code of a commune: two characters, three overseas."""
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


def postcode_and_city(line: str) -> tuple[str, str]:
    """«01012 BOURG EN BRESSE CEDEX» → 01012, BOURG EN BRESSE."""
    found = POSTED.fullmatch(line)
    postcode, city = (found[1], found[2] or "") if found else ("", line)
    return postcode, CEDEX.sub("", city) if "EDEX" in city.upper() else city
