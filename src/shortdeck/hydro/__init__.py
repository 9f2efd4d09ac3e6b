"""Off-line hydrodynamics: from a hull's particulars to the coefficients that its motions are made of."""
