export { describeExport, streamTerritory, writeTerritory } from './export-territory.server.ts';
export { type ArchiveReport, type ImportArchiveError, importTerritory } from './import-territory.server.ts';
export { type ReceiveArchiveError, receiveArchive } from './receive-archive.server.ts';
export { type ReadArchiveError, isTerritoryArchive, readTerritoryArchive } from './read-archive.server.ts';
