namespace WeChatNotifications.WeChatApi.Errors;

/// <summary>Why no usable answer of WeChat's came.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Detail">For an operator to read, in English; never holds an address, a token, a secret or a part of the answer.</param>
/// <param name="HttpStatus">The HTTP status, when an answer began to arrive.</param>
public sealed record TransportFault(TransportFaultKind Kind, string Detail, int? HttpStatus = null);
