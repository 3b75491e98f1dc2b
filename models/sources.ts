/** Where facts come from, and how sure a fact can be. A fact can only name a source that stands here. */
import { type ArticleSource, articleSources } from './sources/articles.ts';
import { type DocumentationSource, documentationSources } from './sources/documentation.ts';
import { type GuideSource, guideSources } from './sources/guides.ts';
import type { Source } from './sources/source.ts';

export type SourceId = GuideSource | DocumentationSource | ArticleSource;

export const sourceTable: Readonly<Record<SourceId, Source>> = {
  ...guideSources,
  ...documentationSources,
  ...articleSources,
};

/**
 * `official` vendor text, `practitioner` text, `inferred` by us from the source named, `recalled` but not
 * re-verified, `bound` of this model rather than a fact about the product.
 */
export type Certainty = 'official' | 'practitioner' | 'inferred' | 'recalled' | 'bound';

/** A fact as its table holds it: the sentence, its source, how sure we are. */
export type FactRow = readonly [fact: string, source: SourceId, confidence: Certainty];
