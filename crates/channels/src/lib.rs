//! One file per channel: message to HTTP request, response or event to result.
