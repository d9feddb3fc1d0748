export { newRecordFields } from './new-record.ts';
export {
  type Kind,
  type Language,
  type RecordAction,
  type RecordCore,
  type RecordFields,
  type Visibility,
  addressOf,
  can,
  kindPaths,
  languages,
  shortIdIn,
  stateOf,
  undoDays,
  visibilities,
} from './record.ts';
