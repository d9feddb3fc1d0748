/** What decides the settings of one run of the server. */
export interface ServerSettingsInput {
  platform: NodeJS.Platform;
  port: number;
  clusterName: string;
  /** False only for throw-away clusters: a power cut then destroys the data. */
  durable: boolean;
  /** Names and values of the host's own choice, as in postgresql.conf; they win over our memory and speed settings. */
  overrides: Readonly<Record<string, string>>;
}

/**
 * Modest on purpose: the whole product at rest has 180 MB, and 16 MB WAL files kept under 256 MB replay within seconds
 * after a crash. No process is started for what is not used (replication, parallel queries, asynchronous reads).
 */
const modest: Readonly<Record<string, string>> = {
  max_connections: '40',
  superuser_reserved_connections: '0',
  shared_buffers: '32MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  random_page_cost: '1.1',
  huge_pages: 'off',
  io_method: 'sync',
  jit: 'off',
  max_worker_processes: '2',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  autovacuum_worker_slots: '2',
  autovacuum_max_workers: '2',
  max_logical_replication_workers: '0',
  max_wal_senders: '0',
  max_replication_slots: '0',
  wal_level: 'minimal',
  min_wal_size: '48MB',
  max_wal_size: '256MB',
};

/**
 * The log carries what the server itself has to say, never a statement, a value or an error of a query: those may hold
 * personal data, and the application receives them anyway.
 */
const discreet: Readonly<Record<string, string>> = {
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
  log_line_prefix: '',
  lc_messages: 'C',
  log_timezone: 'UTC',
  TimeZone: 'UTC',
};

const throwAway: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

/** Plain fsync leaves data in the cache of the drive on these two, https://www.postgresql.org/docs/18/wal-reliability.html */
const writesThroughCacheOnly = new Set<NodeJS.Platform>(['darwin', 'win32']);

function durableOn(platform: NodeJS.Platform): Record<string, string> {
  return {
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    ...(writesThroughCacheOnly.has(platform) ? { wal_sync_method: 'fsync_writethrough' } : {}),
  };
}

/**
 * The command-line arguments that set everything: what stands in the cluster's own postgresql.conf counts only where
 * nothing is said here. The server listens on loopback alone, and has no Unix socket, whose path is limited to 107 bytes.
 */
export function serverSettings(input: ServerSettingsInput): string[] {
  const settings = {
    ...modest,
    // A query whose client has died is stopped; Windows cannot tell.
    ...(input.platform === 'win32' ? {} : { client_connection_check_interval: '10s' }),
    ...input.overrides,
    ...discreet,
    ...(input.durable ? durableOn(input.platform) : throwAway),
    listen_addresses: '127.0.0.1',
    port: String(input.port),
    unix_socket_directories: '',
    cluster_name: input.clusterName,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
