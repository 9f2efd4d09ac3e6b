"""Write the JSON Schemas of the catalogue's files and of a study from their models."""

from shortdeck.campaign.study import write_schema
from shortdeck.catalog.json_schema import write

if __name__ == "__main__":
    write()
    write_schema()
