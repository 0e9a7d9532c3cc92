// Package models has no code: its folders hold the service models that this repository ships, one folder a service,
// which go generate turns into the packages under generated. The tests hold the models against their origin.
package models
