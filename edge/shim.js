// The Worker as workerd sees it: hands requests and the Durable Object's events
// to WebAssembly, and starts a fresh instance after a crash.
//
// Where the module was built to unwind, a panic is an ordinary error and none of
// this happens. What remains are traps (out of memory, a too deep recursion) and
// modules that were built to abort: those leave an instance that must not be
// called again, and promises that nobody would ever settle.
import { DurableObject } from "cloudflare:workers";
import * as rust from "glue/edge";

// `criticalError` is set by a panic that aborts, `instanceId` grows with each instance.
const instance = rust.__worker_init_state();

// One entry per call that Rust has not answered yet.
const waiting = new Set();

function crashed(error) {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  instance.criticalError = true;
  for (const fail of waiting) fail(error);
  waiting.clear();
}
addEventListener("error", ({ error }) => crashed(error));
addEventListener("unhandledrejection", ({ reason }) => crashed(reason));

// Makes sure that calls meet a live instance, and gives its number.
function revive() {
  if (instance.criticalError) {
    rust.__wbg_reset_state();
    instance.criticalError = false;
  } else {
    // Any call does: its guard replaces an instance that has trapped.
    rust.__worker_init_state();
  }
  return instance.instanceId;
}

// The answer of a call into Rust, or the error of the crash that swallowed it.
async function answer(call) {
  let fail;
  const crash = new Promise((_, reject) => {
    fail = reject;
    waiting.add(fail);
  });
  try {
    return await Promise.race([call(), crash]);
  } catch (error) {
    crashed(error);
    throw error;
  } finally {
    waiting.delete(fail);
  }
}

// workerd binds a variable that is not set to null, which Rust takes for a binding of a wrong type.
function bound(env) {
  if (env.PUBLIC_ORIGIN === null) env.PUBLIC_ORIGIN = "";
  return env;
}

export default {
  fetch(request, env, context) {
    revive();
    return answer(() => rust.fetch(request, bound(env), context));
  },

  // Cloudflare's Email Routing; plain workerd never calls it. What is thrown makes the sender's server try again.
  email(message, env) {
    revive();
    return answer(() => rust.email(message, bound(env)));
  },
};

// One site. It outlives an instance of the WebAssembly: what it knows is in its storage.
export class Site extends DurableObject {
  #site;
  #instance;

  constructor(state, env) {
    super(state, bound(env));
    this.#live();
  }

  #live() {
    const current = revive();
    if (this.#instance !== current) {
      this.#site = new rust.Site(this.ctx, this.env);
      this.#instance = current;
    }
    return this.#site;
  }

  #call(event, ...parameters) {
    const site = this.#live();
    return answer(() => site[event](...parameters));
  }

  fetch(request) {
    return this.#call("fetch", request);
  }

  alarm() {
    return this.#call("alarm");
  }

  webSocketMessage(socket, message) {
    return this.#call("webSocketMessage", socket, message);
  }

  webSocketClose(socket, code, reason, wasClean) {
    return this.#call("webSocketClose", socket, code, reason, wasClean);
  }

  webSocketError(socket, error) {
    return this.#call("webSocketError", socket, error);
  }
}
