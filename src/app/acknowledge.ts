type Acknowledgeable = { ack(): Promise<void> };

/** Makes a listener that answers Slack before it works, so that no amount of work can be too slow for Slack's 3 s. */
export function acknowledgeFirst<Args extends Acknowledgeable>(work: (args: Args) => Promise<void>) {
  return async (args: Args): Promise<void> => {
    await args.ack();
    await work(args);
  };
}
