import { readShippedYaml } from '#kernel/shipped-data.server.ts';
import { type KnowledgeBase, buildKnowledgeBase } from './knowledge-base.ts';
import { knowledgeFileShape } from './knowledge-file.ts';

/** The knowledge base with where it comes from. */
export interface ShippedKnowledge {
  base: KnowledgeBase;
  about: { version: number; published: string; licence: string; source: { fr: string; en: string } };
}

let read: ShippedKnowledge | undefined;

/** The knowledge base we ship, read at its first use and kept: it changes with a release only. */
export function shippedKnowledge(): ShippedKnowledge {
  if (!read) {
    const file = readShippedYaml('cooperation.yaml', knowledgeFileShape);
    read = { base: buildKnowledgeBase(file), about: file.about };
  }
  return read;
}
