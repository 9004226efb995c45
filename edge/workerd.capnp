# The edge on plain workerd: development and self-hosting.
#
# Start it in the folder of the built module:
#   ADMIN_KEY=... SIGNING_KEY=... workerd serve workerd.capnp \
#     --socket-addr http=127.0.0.1:8787 --directory-path storage=/var/lib/askhours \
#     --directory-path assets=/path/to/assets
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "edge", worker = .edge),
    (name = "storage", disk = (path = "storage", writable = true)),
    (name = "assets", disk = (path = "assets")),
    # Channels may be servers of one's own network, such as a help desk beside this machine.
    (name = "internet", network = (
      allow = ["public", "private", "local"],
      tlsOptions = (trustBrowserCas = true),
    )),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "edge")],
);

const edge :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],
  compatibilityDate = "2026-10-23",
  bindings = [
    (name = "SITES", durableObjectNamespace = "Site"),
    (name = "ASSETS", service = "assets"),
    (name = "ADMIN_KEY", fromEnvironment = "ADMIN_KEY"),
    (name = "SIGNING_KEY", fromEnvironment = "SIGNING_KEY"),
    (name = "PUBLIC_ORIGIN", fromEnvironment = "PUBLIC_ORIGIN"),
  ],
  durableObjectNamespaces = [(className = "Site", uniqueKey = "askhours-site", enableSql = true)],
  durableObjectStorage = (localDisk = "storage"),
  globalOutbound = "internet",
);
