/**
 * The body of an answer, sent as it is made; when its reader leaves, making it stops. Unlike `Readable.toWeb` of Node, it
 * survives what still comes after that: a download that someone breaks off must not end the process.
 */
export function streamBody(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const source = pieces[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await source.return?.();
    },
  });
}
