"""Control laws from the aircraft's own small motions: design models, weights, Riccati equation, margins."""
