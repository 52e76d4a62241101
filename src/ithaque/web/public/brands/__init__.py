"""The stylesheet and the logo of an organisation, as browsers and mail programs fetch them."""
