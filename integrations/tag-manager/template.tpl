___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Askhours",
  "categories": ["CHAT"],
  "brand": {
    "id": "brand_dummy",
    "displayName": "Askhours"
  },
  "description": "The question counter of your website: shows visitors whether your team is there, takes their question, and brings the answer. Adds the script of your own Askhours edge, and nothing else.",
  "containerContexts": ["WEB"]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "TEXT",
    "name": "edge",
    "displayName": "Address of your edge",
    "simpleValueType": true,
    "help": "Scheme and host alone. The script comes from there.",
    "valueHint": "https://ask.example.com",
    "valueValidators": [
      {
        "type": "NON_EMPTY"
      },
      {
        "type": "REGEX",
        "args": ["^https://[A-Za-z0-9.-]+(:[0-9]+)?/?$"],
        "errorMessage": "Write scheme and host alone, such as https://ask.example.com"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "site",
    "displayName": "Site",
    "simpleValueType": true,
    "help": "The id under which the site is configured at the edge.",
    "valueHint": "nordwind",
    "valueValidators": [
      {
        "type": "NON_EMPTY"
      },
      {
        "type": "REGEX",
        "args": ["^[a-z0-9-]{1,40}$"],
        "errorMessage": "A site is named by up to 40 letters a to z, digits and hyphens"
      }
    ]
  }
]


___SANDBOXED_JS_FOR_WEB_TEMPLATE___

const injectScript = require('injectScript');
const logToConsole = require('logToConsole');
const makeString = require('makeString');
const queryPermission = require('queryPermission');

const edge = makeString(data.edge);
const origin = edge.charAt(edge.length - 1) === '/' ? edge.substring(0, edge.length - 1) : edge;
const script = origin + '/' + makeString(data.site) + '.js';

if (queryPermission('inject_script', script)) {
  // The last argument has the script loaded once, however often the tag fires.
  injectScript(script, data.gtmOnSuccess, data.gtmOnFailure, script);
} else {
  logToConsole('Askhours: this template may not inject ' + script + '. Allow it in the permissions of the template.');
  data.gtmOnFailure();
}


___WEB_PERMISSIONS___

[
  {
    "instance": {
      "key": {
        "publicId": "inject_script",
        "versionId": "1"
      },
      "param": [
        {
          "key": "urls",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 1,
                "string": "https://*/*"
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "logging",
        "versionId": "1"
      },
      "param": [
        {
          "key": "environments",
          "value": {
            "type": 1,
            "string": "debug"
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  }
]


___TESTS___

scenarios:
- name: The script of the site is injected once
  code: |-
    mock('injectScript', function(url, onSuccess, onFailure, cacheToken) {
      assertThat(url).isEqualTo('https://ask.example.com/nordwind.js');
      assertThat(cacheToken).isEqualTo(url);
      onSuccess();
    });
    runCode({ edge: 'https://ask.example.com/', site: 'nordwind' });
    assertApi('injectScript').wasCalled();
    assertApi('gtmOnSuccess').wasCalled();
- name: A script that cannot be loaded is told
  code: |-
    mock('injectScript', function(url, onSuccess, onFailure) {
      onFailure();
    });
    runCode({ edge: 'https://ask.example.com', site: 'nordwind' });
    assertApi('gtmOnFailure').wasCalled();
- name: Without permission nothing is injected
  code: |-
    mock('queryPermission', false);
    runCode({ edge: 'https://ask.example.com', site: 'nordwind' });
    assertApi('injectScript').wasNotCalled();
    assertApi('gtmOnFailure').wasCalled();


___NOTES___

In the template's permissions, narrow the addresses of "Injects Scripts" from https://*/* to those of your edge, such as
https://ask.example.com/*. A trigger such as "DOM Ready" is early enough.

Tag Manager writes no attributes onto the script tags that it adds. So the language is that of the page's `lang`, or the
browser's; and the floating launcher is shown.
