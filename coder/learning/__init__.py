"""Features, classifier, thresholds, evaluation. scikit-learn lives here."""
