"""Write src/shortdeck/catalog/schema/*.schema.json from the models."""

from shortdeck.catalog.json_schema import write

if __name__ == "__main__":
    write()
