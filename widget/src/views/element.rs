//! One type of element for the whole panel, in place of Leptos' views.
//!
//! Leptos' builders make a type of each element with its attributes and children, and the compiler
//! writes building, changing and removing anew for each: a third of the panel's WebAssembly. Here
//! an element is the browser's own, with the effects that keep it up to date.

use std::mem;

use js_sys::Reflect;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::renderer::Rndr;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::{Element as Tag, Event, Node};

/// An element, and what ends with it.
#[derive(Debug)]
pub(crate) struct Element {
    tag: Tag,
    kept: Vec<Kept>,
}

/// What an element keeps alive.
#[derive(Debug)]
#[expect(dead_code, reason = "held until the element goes")]
enum Kept {
    Effect(RenderEffect<()>),
    Listener(Closure<dyn FnMut(Event)>),
}

/// An element without anything.
pub(super) fn element(tag: &str) -> Element {
    Element { tag: Rndr::create_element(tag, None), kept: Vec::new() }
}

impl Element {
    /// With an attribute.
    pub(super) fn set(self, name: &str, value: &str) -> Self {
        Rndr::set_attribute(&self.tag, name, value);
        self
    }

    /// With a class.
    pub(super) fn class(self, class: &str) -> Self {
        self.set("class", class)
    }

    /// With an attribute that changes; without one it is not there.
    pub(super) fn bind(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + 'static,
    ) -> Self {
        let tag = self.tag.clone();
        self.effect(Box::new(move || match value() {
            Some(value) => Rndr::set_attribute(&tag, name, &value),
            None => Rndr::remove_attribute(&tag, name),
        }))
    }

    /// With the value of a control.
    pub(super) fn value(self, value: impl Fn() -> String + 'static) -> Self {
        let tag = self.tag.clone();
        self.effect(Box::new(move || {
            Rndr::set_property(&tag, "value", &JsValue::from_str(&value()));
        }))
    }

    /// With what happens on an event.
    pub(super) fn on(self, event: &str, act: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(act))
    }

    /// With text.
    pub(super) fn text(self, text: &str) -> Self {
        self.add(&Rndr::create_text_node(text))
    }

    /// With text that changes.
    pub(super) fn live_text(self, text: impl Fn() -> String + 'static) -> Self {
        let node = Rndr::create_text_node("");
        self.add(&node).effect(Box::new(move || Rndr::set_text(&node, &text())))
    }

    /// With a further child.
    pub(super) fn child(mut self, mut child: Self) -> Self {
        self.kept.append(&mut child.kept);
        self.add(&child.tag)
    }

    /// With further children.
    pub(super) fn children(self, children: impl IntoIterator<Item = Self>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// With children that depend on what is read. They are made anew when that is another, and only
    /// then, since whatever has the focus among them loses it.
    pub(super) fn drawn<T: PartialEq + 'static>(
        self,
        read: impl Fn() -> T + 'static,
        draw: impl Fn(&T) -> Vec<Self> + 'static,
    ) -> Self {
        let mut latest = None;
        self.redrawn(Box::new(move || {
            let value = read();
            if latest.as_ref() == Some(&value) {
                return None;
            }
            let drawn = draw(&value);
            latest = Some(value);
            Some(drawn)
        }))
    }

    /// The same for any type of what is read, so that it is compiled once: other children, or none where they stay.
    fn redrawn(self, mut draw: Box<dyn FnMut() -> Option<Vec<Self>>>) -> Self {
        let end = Rndr::create_text_node("");
        let parent = self.tag.clone();
        let mut shown = Vec::new();
        self.add(&end).effect(Box::new(move || {
            if let Some(new) = draw() {
                replace(&mut shown, new, &parent, &end);
            }
        }))
    }

    /// Shows it: last among the children of a parent, or before one of them.
    pub(crate) fn mount(&self, parent: &Tag, before: Option<&Node>) {
        Rndr::insert_node(parent, &self.tag, before);
    }

    /// Takes it away.
    pub(crate) fn unmount(&self) {
        Rndr::remove(&self.tag);
    }

    fn add(self, child: &Node) -> Self {
        Rndr::insert_node(&self.tag, child, None);
        self
    }

    /// Runs something now, and again whenever what it reads changes.
    fn effect(mut self, mut run: Box<dyn FnMut()>) -> Self {
        self.kept.push(Kept::Effect(RenderEffect::new(move |_| run())));
        self
    }

    fn listen(mut self, event: &str, act: Box<dyn FnMut(Event)>) -> Self {
        let listener = Closure::wrap(act);
        let _ = self.tag.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        self.kept.push(Kept::Listener(listener));
        self
    }
}

/// Shows other elements before the end in place of those that were.
fn replace(shown: &mut Vec<Element>, new: Vec<Element>, parent: &Tag, end: &Node) {
    for old in mem::replace(shown, new) {
        old.unmount();
    }
    for new in shown {
        new.mount(parent, Some(end));
    }
}

/// What stands in the field of an event.
pub(super) fn value_of(event: &Event) -> String {
    of_field(event, "value")
}

/// A property of the field of an event; empty where it has none.
pub(super) fn of_field(event: &Event, property: &str) -> String {
    let value = event.target().and_then(|field| {
        let value = Reflect::get(&field, &JsValue::from_str(property));
        value.ok()?.as_string()
    });
    value.unwrap_or_default()
}
