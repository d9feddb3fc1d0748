import type { Id } from '#kernel/ids.ts';
import type { RichText } from '#kernel/rich-text/rich-text.ts';

/** A place whose people see, evaluate and grow their practices here. */
export interface Territory {
  id: Id;
  /** The host name it answers to; the only territory of an instance answers to every name. */
  host: string;
  name: string;
  welcome: RichText;
  /** INSEE codes of its communes. */
  communes: string[];
  /** IANA name, e.g. `Europe/Paris`. */
  timeZone: string;
  isDemo: boolean;
}
