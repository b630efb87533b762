namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>Checks what WeChat demands of every message; the exceptions name the part, never its content.</summary>
internal readonly struct MessageCheck(string parameterName)
{
    /// <exception cref="ArgumentException">The part is missing.</exception>
    public MessageCheck Text(string? value, string part) => Require(!string.IsNullOrWhiteSpace(value), $"The message has no {part}.");

    /// <exception cref="ArgumentException">The data is missing, or a field lacks its name or value or comes twice.</exception>
    public MessageCheck Data(IReadOnlyList<KeyValuePair<string, string>>? data, string part = "Data")
    {
        Require(data is not null, $"The message has no {part}.");
        for (var i = 0; i < data!.Count; i++)
        {
            var (field, value) = data[i];
            Require(!string.IsNullOrWhiteSpace(field), $"The message's {part} has a field without a name.");
            Require(value is not null, $"The message's {part} has a field without a value.");
            for (var j = 0; j < i; j++)
            {
                Require(data[j].Key != field, $"The message's {part} names a field twice.");
            }
        }

        return this;
    }

    /// <exception cref="ArgumentException">There is a link, and it names no mini program.</exception>
    public MessageCheck Link(MiniProgramLink? link) =>
        Require(link is null || !string.IsNullOrWhiteSpace(link.AppId), "The message's MiniProgram has no AppId.");

    /// <exception cref="ArgumentException">The condition does not hold.</exception>
    public MessageCheck Require(bool condition, string otherwise) =>
        condition ? this : throw new ArgumentException(otherwise, parameterName);
}
