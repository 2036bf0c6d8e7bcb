/**
 * For every AWS client of the handlers. The SDK by itself waits for ever on a silent connection. 120 s of silence: a
 * server-side copy of 5 GB answers late, and a long poll of the Data API waits up to 30 s.
 */
export const clientSettings = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 5_000, socketTimeout: 120_000 },
} as const;
