import { endWithOwner } from "./end-with-owner.ts";

/** What every worker is told in the end: it lets go of everything and exits. */
interface CloseOrder {
  readonly type: "close";
}

/** Asks whether the worker still turns; nothing is told in answer, which says enough. */
interface PingOrder {
  readonly type: "ping";
}

/** How a worker's module tells its owner. */
export interface Reporter<Report> {
  /** Leaves the process when it comes to rest, together with what else was told until then. */
  report(report: Report): void;
}

/**
 * For the module that a `SupervisedProcess` runs: calls `onOrder` with each order, and `close` with the last one, after
 * which the process ends. It ends as well when the owner is gone, whatever it is at, and when an error is thrown that nobody expects.
 */
export function takeOrders<Order extends { readonly type: string }, Report>(
  onOrder: (order: Exclude<Order, CloseOrder>) => void,
  close: () => Promise<void>,
): Reporter<Report> {
  endWithOwner();
  let reports: Report[] = [];
  const flush = () => {
    const told = reports;
    reports = [];
    if (process.connected) process.send?.(told);
  };
  process.on("message", (orders: readonly (Order | PingOrder)[]) => {
    for (const order of orders) {
      if (order.type === "ping") flush();
      else if (isClose(order))
        void close()
          .then(flush)
          .finally(() => process.exit(0));
      else onOrder(order as Exclude<Order, CloseOrder>);
    }
  });
  // Nobody else would end it.
  process.on("disconnect", () => process.exit(0));
  // Stopping is the owner's business: a terminal sends its signals to every process of the group.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => {});
  return {
    report(report) {
      if (reports.push(report) === 1) setImmediate(flush);
    },
  };
}

function isClose(order: { readonly type: string }): order is CloseOrder {
  return order.type === "close";
}
