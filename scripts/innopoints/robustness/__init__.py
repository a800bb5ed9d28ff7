"""How far a ranking depends on choices its makers could have made otherwise: the steps of the OECD/JRC Handbook.

    warehouse ──scored.py──▶ points of every indicator ──tree.py──▶ scores under other weights, cells, normalisations
                                                          ├─ rank_bands.py    5-95 % band of every rank
                                                          ├─ alternatives.py  one table of what each choice changes
                                                          └─ structure.py     effective weights, correlations, alpha

Source: Handbook on Constructing Composite Indicators (OECD/JRC 2008), steps 4, 7 and 8. Everything here is a study of
scores already published; none of its numbers is a score. Only the bands go out with an edition: published_bands.py
works them out inside the build (dbt_project/models/robustness), 0.4 s for 1,109 enterprises and two schemes.
"""
