namespace WeChatNotifications.Simulator.Control;

/// <summary>The control call asks for something that cannot be, such as a template of an unknown app.</summary>
public sealed class SimulatorControlException : Exception
{
    public SimulatorControlException()
    {
    }

    public SimulatorControlException(string message)
        : base(message)
    {
    }

    public SimulatorControlException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
