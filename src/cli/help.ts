/** What `--help` says beyond the options: what a verb is for, and how it is used. */

type VerbHelp = { readonly about: string; readonly examples: string };

export const exitHelp = `
Exit codes:
  0  all holds
  1  broken
  2  not tested or unknown; never green
  3  bad input or usage; the message says where, and what was expected
  4  a defect of breakglass itself
Results go to stdout, messages to stderr.`;

export const programHelp = `
Start with:
  breakglass check examples/article.yaml --html out/report.html
  breakglass check --help`;

export const checkHelp: VerbHelp = {
  about: `The verdict on a site. Every state that the promised number of faults can lead to is searched, under
each reading of the sources; runbooks are performed on a twin with real keys; chance holds the model
against the twin; deduplication is measured on blocks that are really written.

A search that needs more than --states-max or --memory-max ends, says how far it came, and is never green. A site
that is likely to be too large is told early, with what would fit. Ctrl-C judges what was searched until then.`,
  examples: `
Examples:
  breakglass check site.yaml                          the verdict, on the terminal
  breakglass check site.yaml --profile                what makes the search large
  breakglass check site.yaml --checkpoint out/search --states-max 50000000
  breakglass check site.yaml --checkpoint out/search --states-max 50000000 --resume
                                                      a long search, and the same taken up again
  breakglass check site.yaml --html out/report.html   with proof, counterexamples and runbooks
  breakglass check site.yaml --junit out/junit.xml --sarif out/keys.sarif
                                                      a gate for a site file under version control
  breakglass check site.yaml --certificate out/certificate.json
                                                      what was proved, for breakglass verify
  breakglass check site.yaml --reading vendor --no-measure
                                                      one reading, without writing data; quick`,
};

export const chaosHelp: VerbHelp = {
  about: `A campaign of runs with injected faults. After each run everything is healed, what the model promises is
recovered on the twin, and the bytes are compared. Runs are kept in a store as they come: a campaign that was
stopped or killed goes on with --resume, and ends as if nothing had happened.`,
  examples: `
Examples:
  breakglass chaos site.yaml --runs 2000              finds losses, and makes them short
  breakglass chaos site.yaml --for 8h --store night.sqlite
  breakglass chaos site.yaml --for 8h --store night.sqlite --resume
                                                      the next night, with more runs of the same campaign
  breakglass chaos site.yaml --runs 500 --json out/chaos.json --html out/report.html
                                                      with a report; the site is then checked as well, and the
                                                      exit code is the worse of the two`,
};

export const scenarioHelp: VerbHelp = {
  about: `One scripted disaster, played on model and twin step by step. Steps that are refused say why; expectations
that do not hold are told with their line.`,
  examples: `
Examples:
  breakglass scenario examples/incidents/I02-deleted-in-use.yaml
  breakglass scenario game-day.yaml --json out/game-day.json`,
};

export const replayHelp: VerbHelp = {
  about: `Plays a run that was found before. Its token names the reading and the events, and belongs to one site: a
token of another site, or of the site before it was changed, is refused.`,
  examples: `
Example, as a report prints it:
  breakglass replay examples/no-backup.yaml vendor:6855fa16:3.1j.x.y`,
};
