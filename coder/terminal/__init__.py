"""Everything a person sees. Rich lives here."""
