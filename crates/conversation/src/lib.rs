//! The domain: questions, messages, states and reply promises.
