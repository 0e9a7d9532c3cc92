$version: "2"

// Operations that are messages of MQTT.
namespace smithy.mqtt

@trait(selector: "service")
@protocolDefinition
structure mqttJson {}

@trait(
    selector: "operation :not(-[output]-> * > member)"
    conflicts: ["smithy.mqtt#subscribe"]
    breakingChanges: [{ change: "any" }]
)
@traitValidators(
    "MqttPublishInput.NoEventStreams": {
        selector: "-[input]-> structure > member :test(> union [trait|streaming])"
        message: "what is published can have no event stream: remove the member"
    }
    MqttUnsupportedErrors: {
        selector: ":test(-[error]->)"
        message: "nobody answers what is published, so there are no errors: remove them"
        severity: "DANGER"
    }
)
@pattern("^[^#+]+$")
string publish

@trait(
    selector: "operation :test(-[output]->)"
    conflicts: ["smithy.mqtt#publish"]
    breakingChanges: [{ change: "any" }]
)
@traitValidators(
    "MqttSubscribeInput.MissingTopicLabel": {
        selector: "-[input]-> structure > member :not([trait|smithy.mqtt#topicLabel])"
        message: "the input of a subscription only fills its topic: give the member the topicLabel trait"
    }
    "MqttSubscribeOutput.MissingEventStream": {
        selector: ":test(-[output]-> :not(> member > union [trait|streaming]))"
        message: "a subscription has an event stream as output: add one"
    }
    "MqttSubscribeOutput.NoInitialEvents": {
        selector: ":test(-[output]-> structure > member :not(> union [trait|streaming]))"
        message: "a subscription has no first response, only its event stream: remove the other members"
    }
    "MqttSubscribeOutput.EventHeaderNotSupported": {
        selector: "-[output]-> structure > member > union [trait|streaming] > member > structure > member [trait|eventHeader]"
        message: "the events of a subscription have no headers: remove the eventHeader trait"
        severity: "DANGER"
    }
    MqttUnsupportedErrors: {
        selector: ":test(-[error]->)"
        message: "a subscription is not answered, so there are no errors: remove them"
        severity: "DANGER"
    }
)
@pattern("^[^#+]+$")
string subscribe

@trait(selector: "member[trait|required] :test(> :test(string, byte, short, integer, long, boolean, timestamp))")
structure topicLabel {}
