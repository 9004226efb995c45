//! The Worker: routes, one Durable Object per site, outbox, live sockets.
