/** What is no fact about the product but a bound of these models. Each is explained in docs/model-limits.md. */

export const boundFacts = {
  'bound-faults': [
    'Reboots, losses and destructive moves of operators count one fault each; what a site promises is counted in them.',
    'modelBound',
    'bound',
  ],
  'bound-two-keys': [
    'At most two KDKs are generated under one provider name in a run, and no key id is given twice.',
    'modelBound',
    'bound',
  ],
  'bound-one-password': [
    'Every export of a provider has the same password where it has one: a thief who got it once has it for all of them.',
    'modelBound',
    'bound',
  ],
} as const;
