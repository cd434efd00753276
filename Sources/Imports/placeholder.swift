// CSV importers
