# ruff: noqa: SIM905 (a list of names reads better as words)
"""First and last names for the world, drawn from today's France and its neighbours."""

FIRST_NAMES = (
    "Emma Jules Lina Ilyes Kenza Sacha Dina Rayan Aïcha Léo Yanis Samira Louise Noah Jade Adam Chloé Gabriel "
    "Manon Hugo Inaya Nathan Sarah Mohamed Camille Théo Fatou Lucas Zoé Ibrahim Maëlys Enzo Yasmine Tom Anaïs "
    "Axel Nour Mathis Océane Bilal Clara Ethan Romane Sofiane Éléonore Malik Juliette Antoine Awa Baptiste "
    "Margaux Karim Élise Quentin Leïla Victor Mariam Simon Agathe Moïse Solenn Erwan Maïwenn Gaël Rozenn Loïc"
).split()
ELDER_FIRST_NAMES = (
    "Bruno Gaëlle Nora Marc Olivier Pauline Sophie Françoise Hélène Philippe Nathalie Karine Stéphane Valérie "
    "Christophe Isabelle Laurent Sandrine Éric Véronique Frédéric Catherine Didier Sylvie Pascal Martine Rachid "
    "Malika Xavier Béatrice Benoît Corinne Yves Delphine Gilles Anne Mehdi Céline Arnaud Fabienne Denis Aurélie"
).split()
LAST_NAMES = (
    "Rousseau Salmon Amrani Tanguy Perrin Petit Bouchard Delmas Moreau Lamy Fabre Cohen Diallo Haddad Legoff "
    "Girard Traoré Nguyen Lefèvre Roux Benchekroun Garnier Faure Da_Silva Mercier Blanc Guérin Boyer Chevalier "
    "François Legrand Gauthier Perrot Masson Sanchez Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier "
    "Le_Roux Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly "
    "Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal "
    "Caron Picard Roger Fournier Bertrand Olivier Bonnet Dupuis Kaya Yılmaz Okafor Keïta Le_Bihan Kervella"
).split()
