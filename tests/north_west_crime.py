"""Recorded crime of the North West's districts as a table of members' counts, with dated membership."""

from pathlib import Path

import pandas as pd

from analysis.definitions.regions import Region, region_from_table

BEFORE_THE_MERGER = "2023-03-31"
ANTI_SOCIAL = "Anti-social behaviour"


def read_crime(folder: Path) -> pd.DataFrame:
    """One row a district, offence and month that was published."""
    return pd.read_parquet(folder / "data" / "north_west_crime_monthly.parquet")


def north_west(folder: Path) -> Region:
    """The 39 districts to March 2023, of which two successors took six in April 2023.

    The community safety partnerships of the look-up are the six old districts; codes are those of the
    populations, and Greater Manchester's police force groups the ten that publish nothing here.
    """
    areas = pd.read_csv(folder / "data" / "north_west_areas.csv")
    people = pd.read_csv(folder / "data" / "north_west_population.csv")
    codes = people.drop_duplicates("area").set_index("area")["area_code"]
    merged = areas["pfa24_name"] == "Cumbria"
    old = pd.DataFrame(
        {"code": areas["csp24_name"].map(codes), "name": areas["csp24_name"], "until": BEFORE_THE_MERGER}
    )
    today = pd.DataFrame({"code": areas["ltla24_code"], "name": areas["ltla24_name"], "since": "2023-04-01"})
    steady = pd.DataFrame(
        {"code": areas["ltla24_code"], "name": areas["ltla24_name"], "within": areas["utla_code"]}
    )
    both = [old[merged], today[merged].drop_duplicates("code"), steady[~merged]]
    return region_from_table("North West", pd.concat([t.assign(group=areas["pfa24_name"]) for t in both]))


def counts_of(crime: pd.DataFrame, indicator: str, region: Region) -> pd.DataFrame:
    """Counts with member codes, as the pooling wants them."""
    codes = {member.name: member.code for member in region.members}
    rows = crime[crime["indicator"] == indicator]
    return rows.assign(code=rows["area"].map(codes), numerator=rows["value"])[["code", "period", "numerator"]]
